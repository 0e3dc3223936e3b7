// gRPC server reflection, so that tools like grpcurl can call a service without its .proto files.
import { existsSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadSync } from '@grpc/proto-loader';
import { ReflectionService } from '@grpc/reflection';
import type { Logger } from '@lastmile/telemetry';
import { packageName, serviceName, type RpcDefinition } from './definition.js';
import { withLinkedFiles } from './reflection-files.js';

/**
 * Serves `definitions` from their .proto files (the generated code has no descriptors). Undefined, with a log line,
 * when the files are missing: a service works without reflection.
 */
export function reflectionOf(options: {
  definitions: readonly RpcDefinition[];
  logger: Logger;
  protoDir?: string;
}): ReflectionService | undefined {
  const root = options.protoDir ?? process.env.LASTMILE_PROTO_DIR ?? nearestProtoDir();
  try {
    if (root === undefined) throw new Error('no proto directory found, see LASTMILE_PROTO_DIR');
    const packages = new Set(options.definitions.map((definition) => packageName(definition).replaceAll('.', '/')));
    const files = [...packages].flatMap((folder) => protoFiles(root, folder));
    const loaded = withLinkedFiles(loadSync(files, { includeDirs: [root], keepCase: true }));
    return new ReflectionService(loaded, { services: options.definitions.map(serviceName) });
  } catch (error) {
    options.logger.warn({ err: error, proto_dir: root }, 'no reflection');
    return undefined;
  }
}

const protoFiles = (root: string, folder: string): string[] =>
  readdirSync(join(root, folder))
    .filter((file) => file.endsWith('.proto'))
    .map((file) => `${folder}/${file}`);

/** The first `proto/lastmile` in the parent directories; works from sources and from `dist`. */
function nearestProtoDir(): string | undefined {
  let directory = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(directory, 'proto', 'lastmile'))) {
    const parent = dirname(directory);
    if (parent === directory) return undefined;
    directory = parent;
  }
  return join(directory, 'proto');
}
