// Credentials: what a caller is told who shows a good one, none, or one without the right.

import { Hub, unary } from './hub.js';
import { Problem } from './problem.js';

/** Asks for a figure with the caller's own token, with none, and with that of a caller who may read another zone only. */
export async function showCredentials({ settings }) {
  return {
    own: await ask(settings),
    none: await ask({ ...settings, tokenFile: undefined }),
    other: await ask({ ...settings, tokenFile: process.env.ZHIBIAO_OTHER_TOKEN_FILE }),
  };
}

/** How a question for one figure goes. */
async function ask(settings) {
  const hub = new Hub(settings);
  const keys = [{ subject: 'zones/east-park', indicator: 'indicators/revenue' }];
  try {
    await unary(hub.observations, 'readSeries', { keys }, 10_000);
    return ['OK', ''];
  } catch (error) {
    // UNAUTHENTICATED: a token that ran out, or none; get one, and ask again.
    // PERMISSION_DENIED: asking again is of no use, somebody has to grant the right.
    const { code, reason } = new Problem(error);
    return [code, reason];
  } finally {
    hub.close();
  }
}
