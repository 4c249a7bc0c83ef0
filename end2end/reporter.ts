// Ends the output with one line that a person or a script can read.
import type { Reporter, Suite } from "@playwright/test/reporter";

export default class Totals implements Reporter {
  private suite: Suite | undefined;

  onBegin(_config: unknown, suite: Suite) {
    this.suite = suite;
  }

  // Called after every other reporter has said its last word.
  async onExit() {
    const outcomes = this.suite?.allTests().map((test) => test.outcome()) ?? [];
    const count = (...wanted: string[]) => outcomes.filter((outcome) => wanted.includes(outcome)).length;
    console.log(`\n${count("expected")} passed, ${count("unexpected", "flaky")} failed, ${count("skipped")} skipped`);
  }

  printsToStdio() {
    return false;
  }
}
