using System.Collections.Immutable;

namespace Slipway.Core.Dockerfiles;

/// <summary>The text of a Dockerfile after its directives.</summary>
/// <param name="Text">What the engine gets.</param>
/// <param name="Includes">In the order of their lines.</param>
/// <param name="Source">Leads back to the places on disk.</param>
internal sealed record ExpandedText(string Text, ImmutableArray<IncludeDirective> Includes, SourceMap Source);
