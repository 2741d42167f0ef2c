/**
 * An expected way to fail: the message says what is wrong, the hint what to do, `output` is what a tool said.
 * Anything else that is thrown is our bug and prints its stack.
 */
export class Failure extends Error {
  constructor(message, { hint = "", output = "", code = 1 } = {}) {
    super(message);
    this.name = "Failure";
    this.hint = hint;
    this.output = output;
    this.code = code;
  }
}
