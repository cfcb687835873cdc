namespace Slipway.Model.Builds;

/// <summary>A run that is signed in; one that is disposed of, or whose process dies, counts as gone.</summary>
public interface IBuildRun : IDisposable
{
    /// <summary>Signs it out: it left nothing behind.</summary>
    void SignOut();
}
