import { Agent, request } from 'node:http';
import { connect } from 'node:net';
import type { Attempt } from './requests.ts';

/** What came back; `hung`: nothing within the time a person waits. */
export interface Answer {
  status: number;
  type: string;
  body: string;
}

const PATIENCE_MS = 20_000;
const agent = new Agent({ keepAlive: true, maxSockets: 16 });

/** Send it as it is: `fetch` would mend or refuse half of what is tried here. Throws when no answer comes. */
export function send(url: string, attempt: Attempt, again = true): Promise<Answer> {
  const { method, path, body } = attempt;
  // Without it Node sends a body of HEAD or OPTIONS as if it were the next request.
  const headers = { ...attempt.headers, ...(body ? { 'content-length': String(body.length) } : {}) };
  return new Promise((resolve, reject) => {
    const asked = request(
      `${url}/api${path}`,
      { method, headers, agent, timeout: PATIENCE_MS },
      (response) => {
        const answer = (chunks: Buffer[]) => ({
          status: response.statusCode!,
          type: String(response.headers['content-type'] ?? ''),
          body: Buffer.concat(chunks).toString(),
        });
        // A stream of hints has no end.
        if (response.headers['content-type']?.startsWith('text/event-stream')) {
          asked.destroy();
          return resolve(answer([]));
        }
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () => resolve(answer(chunks)));
        response.on('error', reject);
      },
    );
    asked.on('timeout', () => asked.destroy(new Error(`no answer within ${PATIENCE_MS} ms`)));
    asked.on('error', (error: NodeJS.ErrnoException) => {
      // The server had closed the kept connection (after a refusal that ends it) before it heard of this request.
      const stale = asked.reusedSocket && ['ECONNRESET', 'EPIPE'].includes(error.code ?? '');
      if (stale && again) resolve(send(url, attempt, false));
      else reject(error);
    });
    asked.end(body);
  });
}

/** Bytes that are hardly HTTP, over a connection of their own. Out: everything the server wrote until it closed or fell silent. */
export function sendRaw(url: string, bytes: string): Promise<string> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve) => {
    const socket = connect(Number(port), hostname, () => socket.write(Buffer.from(bytes, 'latin1')));
    let told = '';
    socket.setTimeout(2_000, () => socket.destroy());
    socket.on('data', (chunk) => (told += chunk.toString()));
    socket.on('error', () => undefined);
    socket.on('close', () => resolve(told));
  });
}
