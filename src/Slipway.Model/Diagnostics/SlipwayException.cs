using System.Collections.Immutable;
using Slipway.Model.Text;

namespace Slipway.Model.Diagnostics;

/// <summary>Known problems that end the work. Printed as diagnostics, without a stack trace.</summary>
public sealed class SlipwayException : Exception
{
    public SlipwayException(Diagnostic diagnostic, Exception? innerException = null)
        : this([diagnostic], innerException)
    {
    }

    /// <param name="diagnostics">At least one, in the order in which a person should read them.</param>
    /// <param name="innerException">What the outside said, shown with <c>-vv</c>.</param>
    public SlipwayException(ImmutableArray<Diagnostic> diagnostics, Exception? innerException = null)
        : base(Describe(diagnostics), innerException) => Diagnostics = diagnostics;

    public ImmutableArray<Diagnostic> Diagnostics { get; }

    /// <summary>The exit code of the first error.</summary>
    public ExitCode ExitCode => Diagnostics[0].Code.Exit;

    private static string Describe(ImmutableArray<Diagnostic> diagnostics) =>
        diagnostics.IsDefaultOrEmpty
            ? throw new ArgumentException("A SlipwayException needs a diagnostic.", nameof(diagnostics))
            : string.Join("; ", diagnostics.Select(d => $"{d.Code}: {Display.Line(d.Message)}"));
}
