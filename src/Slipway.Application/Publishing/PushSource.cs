using System.Collections.Immutable;
using Slipway.Model.Storage;

namespace Slipway.Application.Publishing;

/// <summary>What of an image is sent.</summary>
/// <param name="Stored">The image.</param>
/// <param name="Annotations">What its manifest says.</param>
public sealed record PushSource(StoredImage Stored, ImmutableSortedDictionary<string, string> Annotations);
