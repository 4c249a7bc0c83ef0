// Ends the output with what a person or a script needs: what failed and why, what passed at its
// second attempt only, one line of totals. A log is often read from its end.
import type { FullResult, Reporter, Suite, TestCase } from "@playwright/test/reporter";

/** A test that needs a second attempt has a race in it: to be mended, and at most so many at once. */
const SECOND_ATTEMPTS_MAX = 2;
const LINES_MAX = 12;

export default class Totals implements Reporter {
  private suite: Suite | undefined;

  onBegin(_config: unknown, suite: Suite) {
    this.suite = suite;
  }

  async onEnd(result: FullResult): Promise<{ status: FullResult["status"] }> {
    const tooMany = this.with("flaky").length > SECOND_ATTEMPTS_MAX;
    return { status: tooMany && result.status === "passed" ? "failed" : result.status };
  }

  // Called after every other reporter has said its last word.
  async onExit() {
    for (const test of this.with("unexpected")) console.log(`\nFAILED ${told(test)}`);
    for (const test of this.with("flaky")) console.log(`\nPASSED AT ITS SECOND ATTEMPT ONLY, to be mended: ${told(test)}`);
    const [passed, failed, flaky, skipped] = (["expected", "unexpected", "flaky", "skipped"] as const).map(
      (outcome) => this.with(outcome).length,
    );
    console.log(`\n${passed} passed, ${failed} failed, ${flaky} at their second attempt only, ${skipped} skipped`);
  }

  private with(outcome: ReturnType<TestCase["outcome"]>): TestCase[] {
    return this.suite?.allTests().filter((test) => test.outcome() === outcome) ?? [];
  }

  printsToStdio() {
    return false;
  }
}

/** Which test it is, and how its first attempt ended. */
function told(test: TestCase): string {
  const message = test.results.flatMap((result) => result.errors).find((error) => error.message)?.message ?? "";
  const plain = message.replace(/\u001b\[[0-9;]*m/g, "");
  return [test.titlePath().filter(Boolean).join(" › "), ...plain.split("\n").slice(0, LINES_MAX)].join("\n  ");
}
