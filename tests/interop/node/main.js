// A caller of a Zhibiao hub: what a system that reports and reads figures needs, one case after the other. hub.js is the
// connection and problem.js the reading of errors, both to be taken as they are; the cases show how calls are made.
//
// Without arguments every case runs that needs no more than a hub; else those that are named.

import { Hub, settingsFromEnvironment } from './hub.js';
import { followThroughMove } from './moved.js';
import { Problem } from './problem.js';
import { askWrongly, exportAll, inBothLanguages, readSeries, waitTooLong } from './reads.js';
import { upload } from './report.js';
import { showCredentials } from './rights.js';
import { deliver } from './stream.js';

const say = (line) => console.log(JSON.stringify(line));

const CASES = {
  unary: readSeries,
  'server-stream': exportAll,
  'client-stream': upload,
  bidirectional: deliver,
  deadline: waitTooLong,
  'rich-errors': askWrongly,
  metadata: inBothLanguages,
};
const SPECIAL = {
  credentials: showCredentials,
  moved: (hub) => followThroughMove(hub, say),
};

/** Runs a case and prints one line of JSON about it. */
async function tell(hub, name) {
  try {
    const chosen = CASES[name] ?? SPECIAL[name];
    if (!chosen) {
      throw new Error('there is no such case');
    }
    say({ case: name, passed: true, ...(await chosen(hub)) });
  } catch (error) {
    const problem = error.metadata ? new Problem(error) : error;
    say({ case: name, passed: false, problem: String(problem) });
    process.exitCode = 1;
  }
}

const named = process.argv.slice(2);
const hub = new Hub(settingsFromEnvironment());
for (const name of named.length > 0 ? named : Object.keys(CASES)) {
  await tell(hub, name);
}
hub.close();
