using Slipway.Model.Streams;
using Slipway.Model.Tasks;

namespace Slipway.Application.Trusting;

/// <summary>Where the documents of chains come from.</summary>
/// <param name="Documents">What the Queue says of tasks.</param>
/// <param name="Artifacts">What tasks published.</param>
/// <param name="Pages">Push logs, templates, and what a forge says of commits.</param>
/// <param name="Sources">What trees say at revisions.</param>
internal sealed record ChainServices(
    ITaskDocuments Documents, ITaskArtifacts Artifacts, IWebPages Pages, ISourceFacts Sources)
{
    /// <summary>What compressed archives may expand to.</summary>
    public ExpansionLimit Expansion { get; init; } = ExpansionLimit.Default;
}
