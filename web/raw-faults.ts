import { STATUS_CODES, type Server } from 'node:http';
import type { Duplex } from 'node:stream';

/** What Node's parser says of a request that never became one, and what the caller is told. */
const FAULTS: Record<string, [number, string, string]> = {
  HPE_HEADER_OVERFLOW: [431, 'headers-too-large', '请求头过大，请清除浏览器中本站的 Cookie 后再试'],
  HPE_CHUNK_EXTENSIONS_OVERFLOW: [413, 'too-large', '提交的内容过大，请减少内容后再提交'],
  ERR_HTTP_REQUEST_TIMEOUT: [408, 'timeout', '接收超时，请检查网络后重试'],
};
const EXPECTATION: [number, string, string] = [
  417,
  'expectation-failed',
  '不支持请求头 Expect，请去掉后再试',
];
const PROBLEM = 'application/problem+json; charset=utf-8';
const LINGER_MS = 1_000;
const ODD: [number, string, string] = [400, 'bad-request', '请求不正确，请检查后再试'];

/**
 * Requests that fail before Express sees them (over-long headers, broken HTTP, too slow, an `Expect` that cannot be met)
 * are answered as problem+json too, and their connection is closed. In: the server, before it listens.
 */
export function answerRawFaults(server: Server): void {
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    if (error.code === 'ECONNRESET' || !socket.writable) return void socket.destroy();
    tell(socket, FAULTS[error.code ?? ''] ?? ODD);
  });
  server.on('checkExpectation', (_, response) => {
    const [status, type, title] = EXPECTATION;
    const body = Buffer.from(JSON.stringify({ type, status, title }));
    response.writeHead(status, {
      'content-type': PROBLEM,
      'content-length': body.length,
      connection: 'close',
    });
    response.end(body);
  });
}

function tell(socket: Duplex, [status, type, title]: [number, string, string]): void {
  const body = JSON.stringify({ type, status, title });
  const head = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
    `content-type: ${PROBLEM}`,
    `content-length: ${Buffer.byteLength(body)}`,
    'x-content-type-options: nosniff',
    'connection: close',
  ];
  // What is still on its way is read and forgotten: closing on it would cost the caller the answer.
  socket.resume();
  setTimeout(() => socket.destroy(), LINGER_MS).unref();
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
}
