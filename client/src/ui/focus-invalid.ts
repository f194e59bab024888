/** Puts the focus on the first field that is wrong, once the fields have said so in the drawing that follows. */
export function focusInvalid(form: HTMLElement | null): void {
  requestAnimationFrame(() => form?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus());
}
