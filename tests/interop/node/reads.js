// Reading: one call, a stream, a deadline, a request full of mistakes, two languages.

import grpc from '@grpc/grpc-js';
import { unary } from './hub.js';
import { Problem } from './problem.js';

// Every call has a deadline.
const SOON = 10_000;

/** Asks how much there is, and reads one series as fresh as that. */
export async function readSeries(hub) {
  const summary = await unary(hub.catalog, 'getSummary', {}, SOON);
  const request = {
    keys: [{ subject: 'zones/east-park', indicator: 'indicators/revenue' }],
    // The token of a write, or of an earlier read: whichever replica answers is at least so fresh.
    consistency: { atLeastAsFresh: summary.token },
  };
  const answer = await unary(hub.observations, 'readSeries', request, SOON);
  const [{ periods, values, unit }] = answer.series;
  return { zones: summary.zones, periods, values, unit };
}

/** Takes everything there is of an indicator, as SDMX-CSV. It is whole if the stream ends without an error. */
export async function exportAll(hub) {
  const parts = hub.observations.exportObservations(
    { indicators: ['indicators/revenue'], format: 'EXPORT_FORMAT_SDMX_CSV' },
    { deadline: Date.now() + 60_000 },
  );
  const chunks = [];
  for await (const part of parts) {
    chunks.push(part.sdmxCsv);
  }
  return { text: Buffer.concat(chunks).toString() };
}

/** Follows changes that nobody makes: a call that only its deadline ends. */
export async function waitTooLong(hub) {
  const summary = await unary(hub.catalog, 'getSummary', {}, SOON);
  const changes = hub.observations.watchChanges(
    { afterRevision: summary.revision },
    { deadline: Date.now() + 500 },
  );
  try {
    for await (const _checkpoint of changes);
  } catch (error) {
    if (error.code !== grpc.status.DEADLINE_EXCEEDED) {
      throw error;
    }
    return { code: grpc.status[error.code] };
  }
  throw new Error('the stream ended well');
}

/** Makes four mistakes in one request, and is told all four. */
export async function askWrongly(hub) {
  const request = {
    keys: [{ subject: 'east park', indicator: 'revenue' }],
    from: '20x3',
    to: '2023-13',
  };
  try {
    await unary(hub.observations, 'readSeries', request, SOON);
  } catch (error) {
    const { code, reason, violations } = new Problem(error);
    return { code, reason, fields: violations.map(({ field }) => field) };
  }
  throw new Error('the hub took it');
}

/** Has a typing error explained in Chinese and in English, within one trace. */
export async function inBothLanguages(hub) {
  // OpenTelemetry's instrumentation of gRPC sets this by itself.
  const trace = '4bf92f3577b34da6a3ce929d0e0e4736';
  const facts = { trace };
  for (const language of ['zh', 'en']) {
    const metadata = new grpc.Metadata();
    metadata.set('accept-language', language);
    metadata.set('traceparent', `00-${trace}-00f067aa0ba902b7-01`);
    const answer = await new Promise((resolve, reject) => {
      const call = hub.reports.checkReport(metadata, { deadline: Date.now() + SOON }, (error, answer) =>
        error ? reject(error) : resolve(answer),
      );
      call.write({ header: { department: 'departments/statistics' } });
      call.end({ chunk: Buffer.from('园区,年份,营业收入\n东圆,2024,4\n') });
    });
    facts[language] = answer.findings[0].message;
  }
  return facts;
}
