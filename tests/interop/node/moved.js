// Following changes while the hub goes away and comes back under the same name at another address, as a pod does.

import grpc from '@grpc/grpc-js';
import { unary } from './hub.js';

/**
 * The channel finds the new address and repeats calls; a stream that broke is opened anew after the last revision that was
 * seen, so that none is missed and none comes twice.
 */
export async function followThroughMove(hub, say) {
  const { revision: before } = await unary(hub.catalog, 'getSummary', {}, 10_000);
  let seen = before;
  for (let broken = 0; ; broken += 1) {
    const changes = hub.observations.watchChanges(
      { afterRevision: seen },
      { deadline: Date.now() + 60_000 },
    );
    try {
      for await (const { checkpoint, change } of changes) {
        if (checkpoint) {
          seen = checkpoint.revision;
          say({ case: 'moved', waits_after: seen });
        } else if (!change.moreFragments) {
          return { before, seen: change.revision, batch: change.batchId, broken };
        }
      }
      throw new Error('the stream ended well');
    } catch (error) {
      if (error.code !== grpc.status.UNAVAILABLE) {
        throw error;
      }
    } finally {
      changes.cancel();
    }
    // Nobody is there for a moment. This call waits for the hub, within its deadline.
    await unary(hub.catalog, 'getSummary', {}, 60_000);
  }
}
