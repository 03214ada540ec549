// Filing a report as a file.

import { createReadStream } from 'node:fs';
import path from 'node:path';
import { Readable } from 'node:stream';
import { ulid } from 'ulid';

// A chunk has at most 1 MiB.
const CHUNK = 64 * 1024;

/** Files a report, and files it again as one does who lost the answer: it is the same report. */
export async function upload(hub) {
  // The sender chooses the id once a report and keeps it, so that sending again is safe.
  const reportId = ulid();
  const file = path.join(import.meta.dirname, 'report.csv');
  const first = await send(hub, reportId, file);
  const again = await send(hub, reportId, file);
  if (first.name !== again.name) {
    throw new Error(`filed twice: ${first.name} and ${again.name}`);
  }
  const { name, state, submitter, entries } = first;
  return { report: name, state, submitter, entries };
}

function send(hub, reportId, file) {
  return new Promise((resolve, reject) => {
    const call = hub.reports.uploadReport({ deadline: Date.now() + 60_000 }, (error, answer) =>
      error ? reject(error) : resolve(answer.report),
    );
    // The pipe waits whenever the hub takes its time.
    Readable.from(parts(reportId, file)).on('error', reject).pipe(call);
  });
}

/** The header first, then the bytes. */
async function* parts(reportId, file) {
  yield { header: { reportId, department: 'departments/statistics', fileName: path.basename(file) } };
  for await (const chunk of createReadStream(file, { highWaterMark: CHUNK })) {
    yield { chunk };
  }
}
