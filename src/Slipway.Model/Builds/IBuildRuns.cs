using Slipway.Model.Values;

namespace Slipway.Model.Builds;

/// <summary>
/// The runs that build with an engine, so that a later one finds out what a run that was killed left there.
/// </summary>
public interface IBuildRuns
{
    /// <summary>Signs a run in.</summary>
    /// <param name="run">An id of its own.</param>
    /// <param name="engine">The engine's address.</param>
    Task<IBuildRun> BeginAsync(BuildId run, string engine, CancellationToken cancellationToken);

    /// <summary>
    /// Hands over the runs that are gone and never signed out, each to one caller only, and then forgets them.
    /// </summary>
    /// <param name="engine">The engine's address;
    /// what a run left in another engine is not to be found in this one.</param>
    /// <param name="clean">Removes what they left; they are kept in mind when it fails.</param>
    Task ForgetGoneAsync(string engine, Func<IReadOnlyCollection<BuildId>, Task> clean);
}

/// <summary>A run that is signed in; one that is disposed of, or whose process dies, counts as gone.</summary>
public interface IBuildRun : IDisposable
{
    /// <summary>Signs it out: it left nothing behind.</summary>
    void SignOut();
}
