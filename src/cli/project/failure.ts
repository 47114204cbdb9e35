import { LinesError } from "../../support/errors";

/** A command of a project failed: the app, terraform, or what they were asked to do. */
export class ProjectError extends LinesError {
  override readonly name = "ProjectError";
}
