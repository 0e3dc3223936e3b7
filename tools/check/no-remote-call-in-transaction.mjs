// An ESLint rule: no call to another service inside a transaction.
//
// Such a call holds the transaction's locks and one of few connections for as long as the other service takes, up to 5 s, and is
// made again with every attempt of the transaction. It looks at functions handed to `database.once`, `database.transaction` and
// the methods of repositories, which run them inside theirs, and follows `this.method()` within the class. What it cannot see:
// calls hidden behind another class.

const MESSAGE =
  'A call to another service inside a transaction holds its locks and its connection meanwhile, and is repeated with every ' +
  'attempt. Read before it; where the other one has to act, use two transactions with the call between them (`unfinished` in ' +
  'libs/postgres) and a durable job that finishes what is cut off.';
const NOT_REMOTE = new Set(['PoolClient']);
const RUNS_INSIDE = new Set(['once', 'transaction']);
const FUNCTIONS = new Set(['ArrowFunctionExpression', 'FunctionExpression']);

export default {
  meta: { type: 'problem', schema: [], messages: { remote: MESSAGE } },
  create(context) {
    const classes = [];
    return {
      ClassBody: (node) => void classes.push(describeClass(node)),
      'ClassBody:exit': () => void classes.pop(),
      CallExpression(node) {
        const known = classes.at(-1);
        if (!known || !opensTransaction(node.callee, known)) return;
        for (const argument of node.arguments) {
          const body = functionOf(argument, known, context.sourceCode.getScope(node));
          const call = body && remoteCallIn(body, known);
          if (call) context.report({ node: call, messageId: 'remote' });
        }
      },
    };
  },
};

/** The clients and repositories that a class is given, and which of its methods call a client. */
function describeClass(body) {
  const types = new Map();
  const methods = new Map();
  for (const member of body.body) {
    if (member.type === 'PropertyDefinition') types.set(nameOf(member.key), typeNameOf(member));
    if (member.type === 'PropertyDefinition' && FUNCTIONS.has(member.value?.type))
      methods.set(nameOf(member.key), member.value);
    if (member.type !== 'MethodDefinition') continue;
    methods.set(nameOf(member.key), member.value);
    if (member.kind !== 'constructor') continue;
    for (const { type, parameter } of member.value.params) {
      if (type === 'TSParameterProperty') types.set(nameOf(parameter), typeNameOf(parameter));
    }
  }
  const named = (ends) => new Set([...types].filter(([, type]) => type && ends(type)).map(([name]) => name));
  const known = {
    methods,
    clients: named((type) => type.endsWith('Client') && !NOT_REMOTE.has(type)),
    repositories: named((type) => type.endsWith('Repository')),
    remoteMethods: new Set(),
  };
  for (let before = -1; before !== known.remoteMethods.size;) {
    before = known.remoteMethods.size;
    for (const [name, method] of methods) if (remoteCallIn(method, known)) known.remoteMethods.add(name);
  }
  return known;
}

function opensTransaction(callee, { repositories }) {
  if (callee.type !== 'MemberExpression') return false;
  if (isThisMember(callee.object)) {
    const name = nameOf(callee.object.property);
    return repositories.has(name) || (name === 'database' && RUNS_INSIDE.has(nameOf(callee.property)));
  }
  return nameOf(callee.object) === 'database' && RUNS_INSIDE.has(nameOf(callee.property));
}

/** The function that an argument is: written there, a constant of this file, or a method. */
function functionOf(argument, { methods }, scope) {
  if (FUNCTIONS.has(argument.type)) return argument;
  if (isThisMember(argument)) return methods.get(nameOf(argument.property));
  if (argument.type !== 'Identifier') return undefined;
  for (let at = scope; at; at = at.upper) {
    const node = at.set.get(argument.name)?.defs[0]?.node;
    if (node)
      return FUNCTIONS.has(node.init?.type) ? node.init : node.type === 'FunctionDeclaration' ? node : undefined;
  }
  return undefined;
}

/** The first call in it of `this.client.method()`, or of a method of the class that makes one. */
function remoteCallIn(node, known) {
  if (node.type === 'CallExpression' && node.callee.type === 'MemberExpression') {
    const { object, property } = node.callee;
    const isRemote = isThisMember(object)
      ? known.clients.has(nameOf(object.property))
      : object.type === 'ThisExpression' && known.remoteMethods.has(nameOf(property));
    if (isRemote) return node;
  }
  for (const [key, value] of Object.entries(node)) {
    if (key === 'parent') continue;
    for (const child of Array.isArray(value) ? value : [value]) {
      const found = typeof child?.type === 'string' ? remoteCallIn(child, known) : undefined;
      if (found) return found;
    }
  }
  return undefined;
}

const isThisMember = (node) => node.type === 'MemberExpression' && node.object.type === 'ThisExpression';
const nameOf = (node) => node.name ?? node.left?.name;
const typeNameOf = (node) => (node.typeAnnotation ?? node.left?.typeAnnotation)?.typeAnnotation?.typeName?.name;
