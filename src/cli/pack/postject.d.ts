declare module "postject" {
  /** Lays data into an executable, where Node looks for it. */
  export function inject(
    file: string,
    resource: string,
    data: Buffer,
    options: { readonly sentinelFuse: string },
  ): Promise<void>;
}
