import type { TSchema } from '@sinclair/typebox';

/** What a route says of itself for the contract only. */
export interface Documented {
  /** Shape of the 2xx answer; default: some JSON object. */
  answer?: TSchema;
  /** Media type of the 2xx answer where it is no JSON. */
  produces?: string;
  /** HTTP status of success; default 200. 204: the answer has no body. */
  status?: number;
  /** Further statuses of success, which the handler sends by itself. */
  alsoStatus?: readonly number[];
  /** Request headers besides the session's. */
  headers?: Record<string, TSchema>;
  /** Fields of a multipart/form-data body, which the handler reads by itself. */
  multipart?: TSchema;
  /** Statuses of refusals beyond those that follow from the rest. */
  refusals?: readonly number[];
}

/** One documented operation; path in Express notation (`/cases/:caseId`). */
export interface Operation extends Documented {
  method: 'get' | 'post' | 'delete';
  path: string;
  summary: string;
  tag: string;
  query?: TSchema;
  body?: TSchema;
  auth?: 'session' | 'none' | 'token';
}

/** The one status of success of a route that does not answer by itself. */
export const successOf = ({ status }: Documented): number => status ?? 200;
