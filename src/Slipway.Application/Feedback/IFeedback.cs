using Slipway.Application.Builds;
using Slipway.Core.Planning;
using Slipway.Model.Diagnostics;

namespace Slipway.Application.Feedback;

/// <summary>Hears what happens while a use case runs, before it gives its answer.</summary>
public interface IFeedback
{
    /// <summary>Tells warnings, in their order.</summary>
    void Warn(IEnumerable<Diagnostic> warnings);

    /// <summary>Tells a line for people, such as what is waited for.</summary>
    void Note(string line);

    /// <summary>Runs something that takes its time.</summary>
    /// <param name="what">What it is, in a few words.</param>
    /// <param name="work">Gets the place to which it reports bytes; null when nobody watches.</param>
    Task<T> ShowAsync<T>(string what, Func<IProgress<long>?, Task<T>> work);

    /// <summary>Begins to show a build; disposing of what it gives ends that.</summary>
    IBuildDisplay StartBuild(BuildPlan plan);
}

/// <summary>Shows what a build does while it does it.</summary>
public interface IBuildDisplay : IAsyncDisposable
{
    /// <summary>Takes what happened; called from many threads.</summary>
    void Report(BuildEvent happened);
}

/// <summary>Picks what is to be told out of what was found.</summary>
internal static class FeedbackWarnings
{
    /// <summary>Tells the warnings among some problems; errors are thrown elsewhere.</summary>
    public static void WarnOf(this IFeedback feedback, IEnumerable<Diagnostic> problems) =>
        feedback.Warn(problems.Where(problem => problem.Severity == Severity.Warning));
}
