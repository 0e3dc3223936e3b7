// A reason not to start that an operator can act on, told in one line without a stack.
export class StartupError extends Error {
  override readonly name = 'StartupError';
}
