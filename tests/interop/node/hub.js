// A connection to a hub: address, TLS, token, retries. To be taken as it is.

import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import grpc from '@grpc/grpc-js';
import loader from '@grpc/proto-loader';

// How the channel balances and retries. Every call of the hub may be repeated: batches, reports and streams carry ids.
// round_robin keeps a connection to every address of the name, so that one replica that goes takes no calls with it.
const SERVICE_CONFIG = {
  loadBalancingConfig: [{ round_robin: {} }],
  methodConfig: [
    {
      name: [{}],
      retryPolicy: {
        maxAttempts: 5,
        initialBackoff: '0.1s',
        maxBackoff: '2s',
        backoffMultiplier: 2,
        retryableStatusCodes: ['UNAVAILABLE'],
      },
    },
  ],
  retryThrottling: { maxTokens: 100, tokenRatio: 0.1 },
};

const OPTIONS = {
  'grpc.service_config': JSON.stringify(SERVICE_CONFIG),
  // By default a name is asked at most every 30 seconds; a replica elsewhere has long been ready then.
  'grpc.dns_min_time_between_resolutions_ms': 2_000,
  // A node that was lost says nothing: without pings calls would wait for it until their deadlines.
  'grpc.keepalive_time_ms': 30_000,
  'grpc.keepalive_timeout_ms': 10_000,
};

// Where the hub's proto files are: in the repository, or where a copy of this folder keeps them.
const PROTOS = process.env.ZHIBIAO_PROTO ?? path.join(import.meta.dirname, '../../../proto');

const { zhibiao } = grpc.loadPackageDefinition(
  loader.loadSync(
    [
      'zhibiao/catalog/v1/catalog_service.proto',
      'zhibiao/observation/v1/observation_service.proto',
      'zhibiao/report/v1/report_service.proto',
    ],
    // Revisions and counts are far below 2⁵³, so that 64 bits fit into a number.
    { includeDirs: [PROTOS], longs: Number, enums: String, defaults: true, oneofs: true },
  ),
);

/**
 * Where the hub is and who calls, from the environment:
 * `target` is host:port, or dns:///name:port where a name has the addresses of several replicas;
 * `tls` is left out only on one's own machine;
 * `ca` a PEM file with the authority of the hub's certificate, where that is none of those that come with Node;
 * `tokenFile` holds the bearer token, read for every call, so that whoever renews it need not tell;
 * `user` names the caller to a hub that knows nobody, without TLS;
 * `language` is that of messages for people, zh or en.
 */
export function settingsFromEnvironment() {
  const { env } = process;
  const { ZHIBIAO_SERVER_CA: ca, ZHIBIAO_TOKEN_FILE: tokenFile } = env;
  return {
    target: env.ZHIBIAO_TARGET ?? '127.0.0.1:7890',
    tls: Boolean(ca || tokenFile),
    ca,
    tokenFile,
    user: env.ZHIBIAO_USER ?? 'node-client',
    language: 'en',
  };
}

/** The services of a hub over one channel. Whether the hub is there, the first call tells. */
export class Hub {
  #channel;

  constructor(settings) {
    this.settings = settings;
    const credentials = channelCredentials(settings);
    this.#channel = new grpc.Channel(settings.target, credentials, OPTIONS);
    const options = { channelOverride: this.#channel, interceptors: [metadataOf(settings)] };
    const client = (Service) => new Service(settings.target, credentials, options);
    this.catalog = client(zhibiao.catalog.v1.CatalogService);
    this.observations = client(zhibiao.observation.v1.ObservationService);
    this.reports = client(zhibiao.report.v1.ReportService);
  }

  /** Ends the connection. */
  close() {
    this.#channel.close();
  }
}

/** Makes a call of one request and one answer a promise: `await unary(hub.catalog, 'getSummary', {}, 10_000)`. */
export function unary(service, method, request, milliseconds) {
  return new Promise((resolve, reject) => {
    service[method](request, { deadline: Date.now() + milliseconds }, (error, answer) =>
      error ? reject(error) : resolve(answer),
    );
  });
}

function channelCredentials(settings) {
  if (!settings.tls) {
    return grpc.credentials.createInsecure();
  }
  const tls = grpc.credentials.createSsl(settings.ca ? readFileSync(settings.ca) : null);
  // gRPC sends call credentials over TLS only, which keeps tokens off connections that others can read.
  return settings.tokenFile
    ? grpc.credentials.combineChannelCredentials(tls, bearer(settings.tokenFile))
    : tls;
}

function bearer(file) {
  return grpc.credentials.createFromMetadataGenerator((_call, callback) => {
    readFile(file, 'utf8').then(
      (token) => {
        const metadata = new grpc.Metadata();
        metadata.set('authorization', `Bearer ${token.trim()}`);
        callback(null, metadata);
      },
      (error) => callback(error),
    );
  });
}

/** Adds to every call what the call does not say itself. */
function metadataOf(settings) {
  const usual = { 'accept-language': settings.language };
  if (!settings.tls) {
    // Metadata is ASCII: names outside it are percent-encoded.
    usual['x-zhibiao-user'] = encodeURIComponent(settings.user);
  }
  return (options, next) =>
    new grpc.InterceptingCall(next(options), {
      start(metadata, listener, start) {
        for (const [key, value] of Object.entries(usual)) {
          if (metadata.get(key).length === 0) {
            metadata.set(key, value);
          }
        }
        // What `waitForReady` is in other languages' service config: calls wait for a hub that comes back.
        metadata.setOptions({ waitForReady: true, ...metadata.getOptions() });
        start(metadata, listener);
      },
    });
}
