package io.github.sam4j.tests.toyengine;

import io.github.sam4j.core.tensor.Convolution;
import io.github.sam4j.core.tensor.ConvolutionShape;
import io.github.sam4j.core.tensor.Linear;
import io.github.sam4j.core.tensor.Norm;
import io.github.sam4j.core.tensor.PackedLayer;
import io.github.sam4j.core.tensor.TransposedConvolution;
import io.github.sam4j.core.tensor.WindowAttention;
import io.github.sam4j.core.tensor.WindowAttentionShape;

/** Layers that the portable engine packed. */
sealed interface ToyLayer extends PackedLayer {
  record OfLinear(Object owner, Linear inner) implements ToyLayer, Linear {
    @Override
    public int inputs() {
      return inner.inputs();
    }

    @Override
    public int outputs() {
      return inner.outputs();
    }
  }

  record OfConvolution(Object owner, Convolution inner) implements ToyLayer, Convolution {
    @Override
    public ConvolutionShape shape() {
      return inner.shape();
    }
  }

  record OfTransposed(Object owner, TransposedConvolution inner)
      implements ToyLayer, TransposedConvolution {
    @Override
    public int inputs() {
      return inner.inputs();
    }

    @Override
    public int outputs() {
      return inner.outputs();
    }
  }

  record OfNorm(Object owner, Norm inner) implements ToyLayer, Norm {
    @Override
    public int width() {
      return inner.width();
    }

    @Override
    public float epsilon() {
      return inner.epsilon();
    }
  }

  record OfWindows(Object owner, WindowAttention inner) implements ToyLayer, WindowAttention {
    @Override
    public WindowAttentionShape shape() {
      return inner.shape();
    }
  }
}
