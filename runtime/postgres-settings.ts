/** For two cores and a few GB shared with the engine; everything that makes a commit durable is on. */
export const serverSettings = (port: number): Record<string, string> => ({
  port: String(port),
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: '100',
  shared_buffers: '256MB',
  effective_cache_size: '1GB',
  work_mem: '8MB',
  maintenance_work_mem: '64MB',
  max_wal_size: '1GB',
  wal_compression: 'on',
  checkpoint_timeout: '10min',
  random_page_cost: '1.1',
  // Our queries are short; compiling them costs more than it gains.
  jit: 'off',
  fsync: 'on',
  synchronous_commit: 'on',
  full_page_writes: 'on',
  timezone: 'UTC',
  log_timezone: 'UTC',
  // Statements carry personal data, which has no place in a log.
  log_min_error_statement: 'panic',
  log_error_verbosity: 'terse',
});

/** For clusters that are thrown away: nothing need survive a power cut. */
export const volatileSettings = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  shared_buffers: '128MB',
};
