namespace U2Video.Core.Training;

/// <summary>The optimizer.</summary>
internal enum OptimizerKind
{
    /// <summary>Kingma and Ba, "Adam", arXiv 1412.6980.</summary>
    Adam,

    /// <summary>Adam with decoupled weight decay of 0.01: Loshchilov and Hutter, arXiv 1711.05101.</summary>
    AdamW,
}
