import { randomUUID } from 'node:crypto';

/** A number no other ticket of the installation has. */
export const ticketNumber = (): string => randomUUID().replaceAll('-', '').slice(0, 12).toUpperCase();
