import type { RequestHandler } from 'express';

/** What is the same for everybody and names nobody: the documentation and the list of hazard categories. */
const FOR_EVERYBODY = /^\/(openapi\.json|docs(\/.*)?|lookups\/categories)$/;

/**
 * No answer below /api stays in a browser's cache or a proxy's, pictures included: machines in a duty room are shared, and
 * what one person saw must not lie on the disk for the next. The service worker's own store of tasks and lists, which
 * log-out empties (docs/decisions/0008), does not look at this header.
 */
export const keptNowhere: RequestHandler = (request, response, next) => {
  response.setHeader('cache-control', FOR_EVERYBODY.test(request.path) ? 'no-cache' : 'no-store');
  next();
};

/** What pages may ask of the device: camera and position, which evidence needs, for ourselves only. */
export const devicePermissions: RequestHandler = (_, response, next) => {
  response.setHeader(
    'permissions-policy',
    'camera=(self), geolocation=(self), microphone=(), payment=(), usb=(), display-capture=()',
  );
  next();
};
