using System.Collections.Immutable;
using Slipway.Model.Diagnostics;

namespace Slipway.Tests.Cases;

/// <summary>Says what problems a test expects.</summary>
internal static class ProblemAssert
{
    /// <summary>There is exactly one problem, of this kind and at this place.</summary>
    public static Diagnostic Single(IEnumerable<Diagnostic> problems, DiagnosticCode code, string? location)
    {
        var problem = Assert.Single(problems);
        Assert.Equal(code, problem.Code);
        Assert.Equal(location, problem.Location?.ToString());
        Assert.False(string.IsNullOrWhiteSpace(problem.Remedy));
        Assert.False(problem.Message.EndsWith('.'), problem.Message);
        return problem;
    }

    public static void None(ImmutableArray<Diagnostic> problems) =>
        Assert.True(problems.IsEmpty, string.Join(Environment.NewLine, problems));
}
