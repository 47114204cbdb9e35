/** A field of the model as Terraform writes it: `expiresAt` is `expires_at`. */
export function attributeName(field: string): string {
  return field.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
