using Slipway.Model.Tasks;

namespace Slipway.Application.Decisions;

/// <summary>A file that is, or becomes, an artifact of the decision's task.</summary>
/// <param name="Path">Where it is.</param>
/// <param name="Name">Its name as an artifact.</param>
/// <param name="ContentType">What it holds.</param>
public sealed record DecisionFile(string Path, ArtifactName Name, string ContentType);
