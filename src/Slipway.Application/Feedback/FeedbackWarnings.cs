using Slipway.Model.Diagnostics;

namespace Slipway.Application.Feedback;

/// <summary>Picks what is to be told out of what was found.</summary>
internal static class FeedbackWarnings
{
    /// <summary>Tells the warnings among some problems; errors are thrown elsewhere.</summary>
    public static void WarnOf(this IFeedback feedback, IEnumerable<Diagnostic> problems) =>
        feedback.Warn(problems.Where(problem => problem.Severity == Severity.Warning));
}
