// Which texts the web app never shows, found with the compiler's own knowledge of what an expression stands for.
import { dirname, resolve } from 'node:path';
import ts from 'typescript';

/** A text or a group of texts in the generated type, by the path to it. */
type Path = readonly string[];

/**
 * The texts of the type `Texts` in `typesFile` that no other file of the project uses, as `rider.stage.found`.
 * A group that is passed on as something else, such as a Record, counts as used altogether.
 */
export function unusedTexts(tsconfig: string, typesFile: string): string[] {
  const program = programOf(tsconfig);
  const types = program.getSourceFile(resolve(typesFile));
  if (!types) throw new Error(`${typesFile} is not part of ${tsconfig}`);
  // Binds the sources, which gives nodes their parents.
  const checker = program.getTypeChecker();
  const declared = leavesOf(types);
  const used = new Set<string>();
  for (const source of program.getSourceFiles()) {
    if (source !== types && !source.isDeclarationFile) markUsed(source, types, checker, used);
  }
  return declared.filter((key) => !isUsed(key, used));
}

function programOf(tsconfig: string): ts.Program {
  const { config, error } = ts.readConfigFile(tsconfig, (path) => ts.sys.readFile(path)) as {
    config: unknown;
    error?: ts.Diagnostic;
  };
  if (error) throw new Error(ts.flattenDiagnosticMessageText(error.messageText, '\n'));
  const { fileNames, options } = ts.parseJsonConfigFileContent(config, ts.sys, dirname(resolve(tsconfig)));
  return ts.createProgram(fileNames, options);
}

function leavesOf(types: ts.SourceFile): string[] {
  const leaves: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isPropertySignature(node) && node.type && !ts.isTypeLiteralNode(node.type)) {
      // The parameters of a text are no texts.
      leaves.push(pathTo(node).join('.'));
      return;
    }
    ts.forEachChild(node, visit);
  };
  visit(types);
  if (leaves.length === 0) throw new Error(`${types.fileName} declares no texts`);
  return leaves;
}

/** Used itself, or as part of a group that is. */
function isUsed(key: string, used: ReadonlySet<string>): boolean {
  const path = key.split('.');
  return path.some((_, index) => used.has(path.slice(0, index + 1).join('.')));
}

function markUsed(source: ts.SourceFile, types: ts.SourceFile, checker: ts.TypeChecker, used: Set<string>): void {
  const mark = (path: Path) => used.add(path.join('.'));
  const groupAt = (node: ts.Node): Path | undefined => groupOf(checker.getTypeAtLocation(node), types);

  const visit = (node: ts.Node): void => {
    if (ts.isPropertyAccessExpression(node)) markProperty(node);
    if (ts.isElementAccessExpression(node)) markElement(node);
    if (ts.isBindingElement(node)) markBinding(node);
    if (ts.isExpression(node) && isPassedOn(node)) mark(groupAt(node)!);
    ts.forEachChild(node, visit);
  };

  /** `t.title`. */
  const markProperty = (node: ts.PropertyAccessExpression): void => {
    const group = groupAt(node.expression);
    if (group && !groupAt(node)) mark([...group, node.name.text]);
  };

  /** `t.status[status]`: those that the key can be. */
  const markElement = (node: ts.ElementAccessExpression): void => {
    const group = groupAt(node.expression);
    if (!group) return;
    const key = checker.getTypeAtLocation(node.argumentExpression);
    for (const each of key.isUnion() ? key.types : [key]) {
      if (each.isStringLiteral()) mark([...group, each.value]);
      else if ((each.flags & (ts.TypeFlags.Undefined | ts.TypeFlags.Null)) === 0) mark(group);
    }
  };

  /** `const { loading } = useText('app')`. */
  const markBinding = (node: ts.BindingElement): void => {
    const group = groupAt(node.parent);
    const name = node.propertyName ?? node.name;
    if (group && ts.isIdentifier(name)) mark([...group, name.text]);
  };

  /** Given to something that takes another type than the texts' own, which may read any of them. */
  const isPassedOn = (node: ts.Expression): boolean => {
    const isRead = ts.isPropertyAccessExpression(node.parent) || ts.isElementAccessExpression(node.parent);
    const isNamed = ts.isVariableDeclaration(node.parent) && !node.parent.type;
    if (isRead || isNamed || !groupAt(node)) return false;
    const wanted = checker.getContextualType(node);
    return wanted !== undefined && !groupOf(wanted, types);
  };

  visit(source);
}

/** The path of a group, when `type` is one. */
function groupOf(type: ts.Type, types: ts.SourceFile): Path | undefined {
  const declaration = type.symbol?.declarations?.[0];
  if (!declaration || declaration.getSourceFile() !== types) return undefined;
  return ts.isTypeLiteralNode(declaration) || ts.isInterfaceDeclaration(declaration) ? pathTo(declaration) : undefined;
}

function pathTo(node: ts.Node): Path {
  const path: string[] = [];
  for (let each: ts.Node = node; !ts.isSourceFile(each); each = each.parent) {
    if (ts.isPropertySignature(each)) path.unshift((each.name as ts.Identifier | ts.StringLiteral).text);
  }
  return path;
}
