/** After all database tests. */
export { stopTestDatabase as default } from './database-cluster.ts';
