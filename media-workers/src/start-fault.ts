/** Why the host cannot start, in words for the operator who has to mend it. Printed plainly, without a stack. */
export class StartFault extends Error {
  override readonly name = 'StartFault';
}
