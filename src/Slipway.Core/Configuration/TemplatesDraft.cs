using Slipway.Model.Configuration;

namespace Slipway.Core.Configuration;

/// <summary>The templates that are given; the others depend on the scheme.</summary>
public sealed class TemplatesDraft
{
    public string? Hash { get; set; }

    public string? Latest { get; set; }

    public string? PushDate { get; set; }

    public IndexTemplates Over(IndexTemplates defaults) =>
        new(Hash ?? defaults.Hash, Latest ?? defaults.Latest, PushDate ?? defaults.PushDate);
}
