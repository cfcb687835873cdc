using Slipway.Application.Diagnosis;
using Slipway.Cli.Rendering;
using Slipway.Cli.Terminals;
using Slipway.Cli.Tests.Support;
using Slipway.Model.Diagnostics;

namespace Slipway.Cli.Tests.Terminals;

public sealed class DiagnosticRendererTests
{
    private static readonly DiagnosticCode Code = new(1999, "A test", ExitCode.Usage);

    [Fact]
    public void A_problem_is_a_coded_line_a_place_and_a_remedy() =>
        Assert.Equal(
            """
            SLIP1999: The file [x] is missing
              at images/app/Dockerfile:3:7
              → Write it.

            """,
            Print(new Diagnostic(
                Code, "The file [x] is missing", "Write it.", new SourceLocation("images/app/Dockerfile", 3, 7))));

    [Fact]
    public void A_warning_says_that_it_is_one() =>
        Assert.Equal(
            "warning SLIP1999: Careful\n  → Look.\n",
            Print(new Diagnostic(Code, "Careful", "Look.", Severity: Severity.Warning)));

    [Fact]
    public void A_long_line_is_not_folded_in_a_pipe()
    {
        string message = string.Join(' ', Enumerable.Repeat("word", 200));

        Assert.StartsWith(
            $"SLIP1999: {message}\n", Print(new Diagnostic(Code, message, "Look.")), StringComparison.Ordinal);
    }

    [Fact]
    public void More_problems_than_anybody_reads_are_counted()
    {
        var error = new StringWriter();
        DiagnosticRenderer.WriteAll(
            Terminal.For(noColor: true, TextWriter.Null, error),
            Enumerable.Repeat(new Diagnostic(Code, "Wrong", "Mend it."), DiagnosticRenderer.MaximumProblems + 7));

        string[] lines = error.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal((2 * DiagnosticRenderer.MaximumProblems) + 1, lines.Length);
        Assert.Equal("7 more problems are not listed.", lines[^1]);
    }

    [Fact]
    public void A_remedy_of_several_lines_is_indented_and_its_control_characters_are_escaped() =>
        Assert.Equal(
            "SLIP1999: Wrong\n  → Mend it:\n    one\\u001b[1m\n    two\n",
            Print(new Diagnostic(Code, "Wrong", "Mend it:\n  one\u001b[1m\n  two")));

    [Fact]
    public void A_message_stays_in_its_line_whatever_a_file_is_called() =>
        Assert.Equal(
            "SLIP1999: The file 'a\\u000aSLIP1998: b'\n  → Rename it.\n",
            Print(new Diagnostic(Code, "The file 'a\nSLIP1998: b'", "Rename it.")));

    [Theory]
    [InlineData(0, false)]
    [InlineData(1, false)]
    [InlineData(2, true)]
    public void A_stack_trace_is_printed_only_when_asked_for_twice(int verbosity, bool expected)
    {
        var error = new StringWriter();
        var failure = new SlipwayException(
            new Diagnostic(Code, "Wrong", "Mend it."), new InvalidOperationException("inner"));

        DiagnosticRenderer.Write(Terminal.For(true, TextWriter.Null, error), failure, verbosity);

        Assert.Equal(expected, error.ToString().Contains("InvalidOperationException", StringComparison.Ordinal));
    }

    [Fact]
    public void The_doctor_prints_a_line_for_each_check_and_what_to_do() =>
        Assert.Equal(
            """
            ok      slipway  1.0
            absent  git      not there
            problem engine   none answers [at all]
                    → Start one.

            """,
            Sample.Print(console => CheckRenderer.Write(
                [
                    new Check("slipway", CheckState.Good, "1.0"),
                    new Check("git", CheckState.Absent, "not there"),
                    new Check("engine", CheckState.Bad, "none answers [at all]", "Start one."),
                ],
                console)));

    private static string Print(Diagnostic diagnostic)
    {
        var error = new StringWriter();
        DiagnosticRenderer.Write(Terminal.For(noColor: true, TextWriter.Null, error), diagnostic);
        return error.ToString();
    }
}
