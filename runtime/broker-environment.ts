import path from 'node:path';
import { LISTENER_USER } from '../core/keys.ts';
import type { BrokerPorts } from './broker.ts';

/** What of a broker's options becomes settings of the engine itself. */
export interface EngineSettings {
  ports: BrokerPorts;
  /** Where the record listener answers the Elasticsearch bulk contract; none: nothing is exported. */
  exporterUrl?: string;
  /** What the record listener asks of whoever hands it records; its user is `bihuan`. */
  exporterPassword?: string;
  /** Records per bulk request: 1 = shortest delay, 200 = least cost (measured: 10 ms against 728 ms at low load). */
  exporterBulkSize?: number;
  /** Lets tests move the engine's clock forward through `POST <managementUrl>/actuator/clock/add`. */
  controlledClock?: boolean;
}

/**
 * The engine's settings as environment variables, as booted on 8.5.8 and 8.6.0 (engine.md). Small segments and
 * caches because one district's work fits into them; everything bound to loopback because it has no password.
 */
export function brokerEnvironment(options: EngineSettings, folder: string): Record<string, string> {
  const { ports } = options;
  return {
    LOGGING_CONFIG: path.join(import.meta.dirname, 'broker-log4j2.xml'),
    ZEEBE_BROKER_DATA_DIRECTORY: path.join(folder, 'data'),
    ZEEBE_BROKER_CLUSTER_PARTITIONSCOUNT: '1',
    ZEEBE_BROKER_NETWORK_HOST: '127.0.0.1',
    ZEEBE_BROKER_NETWORK_ADVERTISEDHOST: '127.0.0.1',
    ZEEBE_BROKER_NETWORK_COMMANDAPI_PORT: String(ports.command),
    ZEEBE_BROKER_NETWORK_INTERNALAPI_PORT: String(ports.internal),
    ZEEBE_BROKER_GATEWAY_NETWORK_HOST: '127.0.0.1',
    ZEEBE_BROKER_GATEWAY_NETWORK_PORT: String(ports.gateway),
    SERVER_ADDRESS: '127.0.0.1',
    SERVER_PORT: String(ports.rest),
    MANAGEMENT_SERVER_ADDRESS: '127.0.0.1',
    MANAGEMENT_SERVER_PORT: String(ports.management),
    ZEEBE_BROKER_DATA_LOGSEGMENTSIZE: '16MB',
    ZEEBE_BROKER_DATA_DISK_FREESPACE_PROCESSING: '256MB',
    ZEEBE_BROKER_DATA_DISK_FREESPACE_REPLICATION: '128MB',
    ZEEBE_BROKER_EXPERIMENTAL_ROCKSDB_MEMORYLIMIT: '64MB',
    // Fewer than two deadlocks the embedded gateway.
    ZEEBE_BROKER_THREADS_CPUTHREADCOUNT: '2',
    ZEEBE_BROKER_THREADS_IOTHREADCOUNT: '2',
    ...(options.controlledClock ? { ZEEBE_CLOCK_CONTROLLED: 'true' } : {}),
    ...(options.exporterUrl ? exporterEnvironment(options, options.exporterUrl) : {}),
  };
}

/**
 * Kinds of records nobody reads: they were two thirds of all lines. What stays is the way through the diagram, jobs
 * and incidents; variables and messages are our own commands, kept with their outbox rows.
 */
const LEFT_OUT = [
  'REJECTION',
  'COMMAND',
  'VARIABLE',
  'VARIABLEDOCUMENT',
  'JOBBATCH',
  'PROCESSEVENT',
  'PROCESSINSTANCECREATION',
  'MESSAGE',
  'MESSAGEBATCH',
  'MESSAGESUBSCRIPTION',
  'MESSAGESTARTEVENTSUBSCRIPTION',
  'PROCESSMESSAGESUBSCRIPTION',
  'PROCESSINSTANCEBATCH',
  'DEPLOYMENT',
  'DEPLOYMENTDISTRIBUTION',
  'COMMANDDISTRIBUTION',
  'TIMER',
  'SIGNAL',
  'SIGNALSUBSCRIPTION',
  'ESCALATION',
];

/** The stock Elasticsearch exporter, pointed at our record listener: every record becomes a row of ours. */
function exporterEnvironment(
  { exporterBulkSize = 200, exporterPassword }: EngineSettings,
  url: string,
): Record<string, string> {
  const prefix = 'ZEEBE_BROKER_EXPORTERS_AUDIT';
  return {
    [`${prefix}_CLASSNAME`]: 'io.camunda.zeebe.exporter.ElasticsearchExporter',
    [`${prefix}_ARGS_URL`]: url,
    [`${prefix}_ARGS_BULK_DELAY`]: '1',
    [`${prefix}_ARGS_BULK_SIZE`]: String(exporterBulkSize),
    ...(exporterPassword === undefined
      ? {}
      : {
          [`${prefix}_ARGS_AUTHENTICATION_USERNAME`]: LISTENER_USER,
          [`${prefix}_ARGS_AUTHENTICATION_PASSWORD`]: exporterPassword,
        }),
    [`${prefix}_ARGS_INDEX_CREATETEMPLATE`]: 'false',
    ...Object.fromEntries(LEFT_OUT.map((kind) => [`${prefix}_ARGS_INDEX_${kind}`, 'false'])),
  };
}
