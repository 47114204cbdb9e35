/** Receivers and a sign-in of a stack, without fault. */
export const TELEGRAM = { name: "a", kind: "telegram", chatId: -1, token: { secret: "s", key: "k" } };
export const EMAIL = { name: "a", kind: "email", to: "a@b.ch", from: "a@b.ch", smarthost: "smtp.b.ch:587" };
export const OIDC = {
  issuer: "https://id.b.ch",
  clientId: "grafana",
  clientSecret: { secret: "s", key: "k" },
  authUrl: "https://id.b.ch/auth",
  tokenUrl: "https://id.b.ch/token",
  apiUrl: "https://id.b.ch/me",
};
