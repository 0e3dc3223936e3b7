// Makes descriptors usable for reflection clients. proto-loader uses relative type names and lists no dependencies
// (grpc/grpc-node#2595), and names map entries differently from protoc: grpcurl cannot describe such services. Here
// types get full names, files get dependencies, and map entries get protoc's names.
import type { PackageDefinition } from '@grpc/proto-loader';
import descriptor, { type IDescriptorProto, type IFileDescriptorProto } from 'protobufjs/ext/descriptor/index.js';

// Its exports are created at run time, so an ES module only finds them on the default export.
const { FileDescriptorProto } = descriptor;

/** The same definition with linked files. */
export function withLinkedFiles(loaded: PackageDefinition): PackageDefinition {
  const files = new Map<string, IFileDescriptorProto>();
  for (const { fileDescriptorProtos } of Object.values(loaded)) {
    for (const bytes of (fileDescriptorProtos as Buffer[] | undefined) ?? []) {
      const file = FileDescriptorProto.toObject(FileDescriptorProto.decode(bytes)) as IFileDescriptorProto;
      for (const message of file.messageType ?? []) nameMaps(message);
      files.set(file.name!, file);
    }
  }
  const fileOf = new Map<string, string>();
  for (const file of files.values()) for (const name of typesOf(file)) fileOf.set(name, file.name!);
  for (const file of files.values()) link(file, fileOf);
  const linked = [...files.values()].map((file) =>
    Buffer.from(FileDescriptorProto.encode(FileDescriptorProto.fromObject(file)).finish()),
  );
  return Object.fromEntries(
    Object.entries(loaded).map(([name, definition]) => [name, { ...definition, fileDescriptorProtos: linked }]),
  ) as PackageDefinition;
}

/** protoc calls the message for `map<string, string> facts` `FactsEntry`; proto-loader calls it `Facts`. */
function nameMaps({ field, nestedType }: IDescriptorProto): void {
  for (const each of nestedType ?? []) {
    const map = each.options?.mapEntry ? field?.find(({ typeName }) => typeName === each.name) : undefined;
    if (map) {
      each.name = `${map.name!.replaceAll(/(?:^|_)(.)/g, (_, letter: string) => letter.toUpperCase())}Entry`;
      map.typeName = each.name;
    }
    nameMaps(each);
  }
}

/** Full names of its messages and enums, including nested ones. */
function typesOf(file: IFileDescriptorProto): string[] {
  const inside = (scope: string, { name, nestedType, enumType }: IDescriptorProto): string[] => [
    `${scope}.${name!}`,
    ...(enumType ?? []).map((each) => `${scope}.${name!}.${each.name!}`),
    ...(nestedType ?? []).flatMap((each) => inside(`${scope}.${name!}`, each)),
  ];
  const scope = file.package!;
  const enums = (file.enumType ?? []).map(({ name }) => `${scope}.${name!}`);
  return [...enums, ...(file.messageType ?? []).flatMap((each) => inside(scope, each))];
}

function link(file: IFileDescriptorProto, fileOf: ReadonlyMap<string, string>): void {
  const dependencies = new Set<string>();
  const full = (type: string | undefined, scope: string): string | undefined => {
    if (!type || type.startsWith('.')) return type;
    const name = resolved(type, scope, fileOf);
    const home = fileOf.get(name)!;
    if (home !== file.name) dependencies.add(home);
    return `.${name}`;
  };
  const visit = (message: IDescriptorProto, outer: string): void => {
    const scope = `${outer}.${message.name!}`;
    for (const field of message.field ?? []) field.typeName = full(field.typeName, scope);
    for (const each of message.nestedType ?? []) visit(each, scope);
  };
  for (const message of file.messageType ?? []) visit(message, file.package!);
  for (const { method } of file.service ?? []) {
    for (const each of method ?? []) {
      each.inputType = full(each.inputType, file.package!);
      each.outputType = full(each.outputType, file.package!);
    }
  }
  file.dependency = [...dependencies];
}

/** Resolves a name like protobuf: in the innermost scope first. */
function resolved(type: string, scope: string, fileOf: ReadonlyMap<string, string>): string {
  for (let at = scope; at !== ''; at = at.includes('.') ? at.slice(0, at.lastIndexOf('.')) : '') {
    if (fileOf.has(`${at}.${type}`)) return `${at}.${type}`;
  }
  if (fileOf.has(type)) return type;
  throw new Error(`no type ${type} for ${scope}`);
}
