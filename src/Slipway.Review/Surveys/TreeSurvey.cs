using System.Collections.Immutable;
using Slipway.Model.Diagnostics;
using Slipway.Model.Values;
using Slipway.Review.Surveys.Builds;

namespace Slipway.Review.Surveys;

/// <summary>What a tree has from which images can be made.</summary>
/// <param name="Dockerfiles">Every Dockerfile, under whatever name, by path.</param>
/// <param name="Builds">What bake and compose files declare, in the order of the files.</param>
/// <param name="BuildFiles">These files, by path, those that cannot be read included.</param>
/// <param name="Unread">Files beside them that bake or compose read only when they are named.</param>
/// <param name="Problems">What is wrong with them.</param>
/// <param name="IsWhole">False when the tree has more folders, or files more builds, than were looked at.</param>
public sealed record TreeSurvey(
    ImmutableArray<RelativePath> Dockerfiles,
    ImmutableArray<DeclaredBuild> Builds,
    ImmutableArray<RelativePath> BuildFiles,
    ImmutableArray<RelativePath> Unread,
    ImmutableArray<Diagnostic> Problems,
    bool IsWhole);
