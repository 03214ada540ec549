// Delivering figures as a machine does: numbered batches, each acknowledged once it is durable.

import { once } from 'node:events';

/** Sends three batches, then comes back as after a lost connection and sends the last one again: it isn't written twice. */
export async function deliver(hub) {
  const { durable, acknowledged } = await stream(hub, (durable) => [
    batch(durable + 1, '2024-01', ['东园', '西园']),
    // Nobody knows 东圆: the row is rejected, with a finding; the other is written.
    batch(durable + 2, '2024-02', ['东园', '东圆']),
    batch(durable + 3, '2024-03', ['东园', '西园']),
  ]);
  const again = await stream(hub, () => [batch(durable + 3, '2024-03', ['东园', '西园'])]);
  if (again.acknowledged.length !== 1 || !again.acknowledged[0].repeated) {
    throw new Error(`sent again: ${JSON.stringify(again.acknowledged)}`);
  }
  return {
    durable_before: durable,
    sequences: acknowledged.map(({ sequence }) => sequence),
    rejected: acknowledged.flatMap(({ sequence, rejected }) =>
      rejected.map(({ row, finding }) => `${sequence}/${row} ${finding.code}`),
    ),
    durable_after: again.durable,
  };
}

/** Opens the interface, sends the batches that follow what is durable, and collects the acknowledgements. */
async function stream(hub, batches) {
  const call = hub.reports.streamObservations({ deadline: Date.now() + 60_000 });
  const answers = call[Symbol.asyncIterator]();
  call.write({ open: { interface: 'interfaces/charging', source: '充电桩运行平台' } });
  const { value } = await answers.next();
  const durable = value.opened.durableSequence;
  const sent = sendAll(call, batches(durable));
  const acknowledged = [];
  // Answers are read while batches go: who only sends ends up waiting for a hub that waits to be read.
  for await (const answer of answers) {
    acknowledged.push(answer.acknowledged);
  }
  await sent;
  return { durable, acknowledged };
}

async function sendAll(call, batches) {
  for (const each of batches) {
    if (!call.write({ batch: each })) {
      await once(call, 'drain');
    }
  }
  call.end();
}

/** A month's figure of each subject. Names, units and periods may be as the sender has them. */
function batch(sequence, month, subjects) {
  const entries = {
    subjects,
    indicators: ['充电桩数量'],
    periods: [month],
    subject: subjects.map((_, row) => row),
    indicator: subjects.map(() => 0),
    period: subjects.map(() => 0),
    value: subjects.map((_, row) => 400 + 10 * row),
  };
  return { sequence, entries };
}
