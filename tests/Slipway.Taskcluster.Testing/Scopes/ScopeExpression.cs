using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace Slipway.Taskcluster.Testing.Scopes;

/// <summary>Which scopes a call needs: one, all of some, or any of some.</summary>
internal abstract record ScopeExpression
{
    private ScopeExpression()
    {
    }

    public static implicit operator ScopeExpression(string scope) => new One(scope);

    public static ScopeExpression All(IEnumerable<string> scopes) =>
        new AllOf([.. scopes.Select(scope => new One(scope))]);

    /// <summary>What a client of these scopes lacks; null when it lacks nothing.</summary>
    public abstract ScopeExpression? Missing(ScopeSet scopes);

    public abstract JsonNode ToJson();

    /// <summary>As the message of a refusal shows it: a scope alone as it is, anything else as JSON.</summary>
    public override string ToString() => ToJson().ToJsonString(JsonTexts.Indented);

    internal sealed record One(string Scope) : ScopeExpression
    {
        public override ScopeExpression? Missing(ScopeSet scopes) => scopes.Has(Scope) ? null : this;

        public override JsonNode ToJson() => JsonValue.Create(Scope);

        public override string ToString() => Scope;
    }

    internal sealed record AllOf(ImmutableArray<ScopeExpression> Parts) : ScopeExpression
    {
        public override ScopeExpression? Missing(ScopeSet scopes)
        {
            var missing = Parts.Select(part => part.Missing(scopes)).OfType<ScopeExpression>().ToImmutableArray();
            return missing.IsEmpty ? null : new AllOf(missing);
        }

        public override JsonNode ToJson() => Named("AllOf", Parts);

        public override string ToString() => base.ToString();
    }

    internal sealed record AnyOf(ImmutableArray<ScopeExpression> Parts) : ScopeExpression
    {
        public override ScopeExpression? Missing(ScopeSet scopes)
        {
            var missing = Parts.Select(part => part.Missing(scopes)).OfType<ScopeExpression>().ToImmutableArray();
            return missing.Length < Parts.Length ? null : new AnyOf(missing);
        }

        public override JsonNode ToJson() => Named("AnyOf", Parts);

        public override string ToString() => base.ToString();
    }

    private static JsonObject Named(string name, ImmutableArray<ScopeExpression> parts) =>
        new() { [name] = new JsonArray([.. parts.Select(part => part.ToJson())]) };
}
