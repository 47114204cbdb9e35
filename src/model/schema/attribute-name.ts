/** A field of the model as Terraform writes it: `expiresAt` is `expires_at`; its names have no dashes. */
export function attributeName(field: string): string {
  return field.replaceAll("-", "_").replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
