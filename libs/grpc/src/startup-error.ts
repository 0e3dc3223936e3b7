// A reason not to start that an operator can fix, printed as one line without a stack.
export class StartupError extends Error {
  override readonly name = 'StartupError';
}
