/**
 * What Postgres says of an error quotes what somebody typed: the beginning of a draft, a telephone number, a whole row.
 * None of that may get into a log or an operator's table, so it is cut where errors leave the database client.
 * In: an error of the driver, which is changed; its code, table, column and constraint stay. Out: the same error.
 */
export function withoutValues(error: unknown): unknown {
  const fault = error as DriverError;
  if (!(error instanceof Error) || typeof fault.severity !== 'string') return error;
  for (const part of ['detail', 'where', 'hint', 'internalQuery'] as const) delete fault[part];
  const told = withoutQuotation(fault.code, fault.message);
  // The stack begins with the message as it was.
  if (fault.stack !== undefined) fault.stack = fault.stack.replaceAll(fault.message, told);
  fault.message = told;
  return fault;
}

type DriverError = Error & {
  severity?: string;
  code?: string;
  detail?: string;
  where?: string;
  hint?: string;
  internalQuery?: string;
};

/** Data exceptions (class 22) name the value, always at the end; others name tables and columns. */
const withoutQuotation = (code: string | undefined, message: string): string =>
  code?.startsWith('22') ? message.replace(/:? "[^]*$/, '') : message;
