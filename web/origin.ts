import { isIP } from 'node:net';
import type { NextFunction, Request, RequestHandler, Response } from 'express';
import type { Logger } from 'pino';
import type { Installation } from '../core/config.ts';
import { AppError } from '../core/errors.ts';

const READS = new Set(['GET', 'HEAD', 'OPTIONS']);
const WILDCARDS = new Set(['0.0.0.0', '[::]']);

/**
 * Two doors before everything below /api.
 *
 * _Host_ must be the public address, or this machine's own in digits (or localhost) at the port we listen on: a page on
 * another name that was made to lead here (DNS rebinding) sends that name. Digits cannot be rebound, and a proxy that
 * does not pass on the Host sends them.
 *
 * _Origin_ of a write must be the public address. Where that is this machine (demo, test) or all its addresses, the
 * origin may also be what the Host says, so that 127.0.0.1 and localhost are one.
 *
 * A write without Origin passes, if nothing else speaks against it: every browser of today sends Origin with a write of
 * another site, so none is a program (curl, a script), which has no cookie but its own. A browser so old that it sends
 * neither Origin nor Sec-Fetch-Site can send forms only, which are not read as JSON; its Referer is looked at. Only
 * log-out wants the header: nothing but its cookie would tell it from a foreign page's.
 */
export function ownOrigin(
  { publicUrl }: Pick<Installation, 'publicUrl'>,
  log: Pick<Logger, 'warn'>,
): RequestHandler {
  const own = new URL(publicUrl);
  const near = isNear(own.hostname);
  return (request: Request, _: Response, next: NextFunction): void => {
    const host = hostOf(request, own.protocol);
    const refuse = (title: string, seen: Record<string, unknown>) => {
      log.warn(
        { ...seen, publicUrl, method: request.method, path: request.path },
        'request of another origin',
      );
      next(new AppError('bad-origin', 403, title));
    };
    if (host === undefined || (host.host !== own.host && !isHere(host, request)))
      return refuse(`请从本系统的地址 ${publicUrl} 访问`, { host: request.header('host') });
    if (READS.has(request.method)) return next();
    const site = request.header('sec-fetch-site');
    const origin = request.header('origin') ?? refererOf(request);
    const good =
      origin === undefined
        ? !isLogOut(request)
        : origin === own.origin || (near && origin === `${own.protocol}//${host.host}`);
    if (good && (site === undefined || site === 'same-origin' || site === 'none')) return next();
    refuse('请求来源不正确，请从本系统页面操作', { origin: origin ?? null, site, host: host.host });
  };
}

function hostOf(request: Request, protocol: string): URL | undefined {
  const text = `${protocol}//${request.header('host') ?? ''}`;
  return /^[^/]+\/\/[\w.:[\]-]+$/.test(text) && URL.canParse(text) ? new URL(text) : undefined;
}

/** An address of this machine in digits, or localhost, with the port at which this request came in. */
function isHere(host: URL, request: Request): boolean {
  const port = Number(host.port || (host.protocol === 'https:' ? 443 : 80));
  return isDigits(host.hostname) && port === request.socket.localPort;
}

const isDigits = (name: string): boolean => name === 'localhost' || isIP(name.replace(/^\[|\]$/g, '')) !== 0;

/** The public address is this machine for itself, or stands for all its addresses. */
const isNear = (name: string): boolean =>
  name === 'localhost' || name === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(name) || WILDCARDS.has(name);

const isLogOut = ({ method, path }: Request): boolean => method === 'DELETE' && /^\/session\/?$/i.test(path);

function refererOf(request: Request): string | undefined {
  const referer = request.header('referer');
  return referer !== undefined && URL.canParse(referer) ? new URL(referer).origin : undefined;
}
