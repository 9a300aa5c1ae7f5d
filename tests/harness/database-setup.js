/**
 * Before all database tests. Plain JavaScript, because jest would compile a .ts file here to CommonJS, where the
 * migrations (imported by URL) cannot be loaded; Node itself reads everything that follows.
 */
export { startTestDatabase as default } from './database-cluster.ts';
