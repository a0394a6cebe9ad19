/** What somebody typed into a field of a form, without the spaces round it; '' where there is no such field. */
export function formText(form: FormData, field: string): string {
  const value = form.get(field);
  return typeof value === 'string' ? value.trim() : '';
}
