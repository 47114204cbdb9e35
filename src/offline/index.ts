export { provideProviders, type ProvideOptions, type ProviderEnvironment, type ProviderSource } from "./provide";
export { installMirror, mirrorEnvironment } from "./mirror";
